// One page that shows a form with any of three libraries, and keeps what is filled in.
import "survey-core/survey-core.fontless.css";

import { materialCells, materialRenderers } from "@jsonforms/material-renderers";
import { JsonForms } from "@jsonforms/react";
import Form from "@rjsf/core";
import validator from "@rjsf/validator-ajv8";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { Model } from "survey-core";
import { Survey } from "survey-react-ui";

function Rjsf({ form, data, report }) {
  return (
    <Form
      {...form}
      formData={data}
      validator={validator}
      liveValidate="onChange"
      onChange={(event) => report(event.formData, event.errors.map((own) => own.stack))}
    />
  );
}

function Jsonforms({ form, data, report }) {
  const [current, setCurrent] = useState(data);
  return (
    <JsonForms
      {...form}
      data={current}
      renderers={materialRenderers}
      cells={materialCells}
      onChange={(event) => {
        setCurrent(event.data);
        report(event.data, event.errors.map((own) => `${own.instancePath} ${own.message}`));
      }}
    />
  );
}

function surveyOf({ form, data, report }) {
  const survey = new Model({ ...form, questionsOnPageMode: "singlePage" });
  const tell = () => report(survey.data, survey.hasErrors(false) ? ["not valid"] : []);
  survey.data = data;
  survey.onValueChanged.add(tell);
  survey.onComplete.add(() => { window.completed = survey.data; });
  tell();
  return <Survey model={survey} />;
}

window.filled = null;
window.show = (library, form, data) => {
  const report = (filled, errors) => {
    window.filled = filled;
    window.errors = errors;
  };
  const given = { form, data, report };
  const shown = {
    rjsf: () => <Rjsf {...given} />,
    "json-forms": () => <Jsonforms {...given} />,
    surveyjs: () => surveyOf(given),
  };
  report(data, []);
  createRoot(document.getElementById("form")).render(<StrictMode>{shown[library]()}</StrictMode>);
};

// Writes the choice in words into elements with `data-charte-state`.
import { data } from "./data.js";
import { fill } from "./element.js";

export const choiceStatement = ({ config, texts, services, granted, state, everywhere }) => {
  const { noChoice, allAccepted, allRefused, someAccepted, validUntil } = data.texts;

  const sentence = () => {
    const { chosenAt, isRefused } = state();
    if (!chosenAt) return isRefused ? texts.refusedByBrowser : noChoice;
    const names = services.filter(({ id }) => granted().has(id)).map(({ id }) => data.serviceDetails[id].serviceName);
    const some = names.length < services.length ? fill(someAccepted, new Intl.ListFormat(...data.locale).format(names)) : allAccepted;
    const until = new Date(chosenAt + config.days * 864e5).toLocaleDateString(...data.locale);
    return (names[0] ? some : allRefused) + " " + fill(validUntil, until);
  };

  return () =>
    everywhere("[data-charte-state]").forEach((place) => {
      const text = sentence();
      // Only when it changes: the observer in charte.js calls this after every change of the page.
      if (place.textContent !== text) place.textContent = text;
    });
};

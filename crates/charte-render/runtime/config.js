// The portal's configuration, which a build writes in place of `CHARTE`. keys.json lists its keys.
export const config = CHARTE;

export const texts = config.interfaceTexts;

export const purposes = config.purposes;
export const services = purposes.flatMap((purpose) => purpose.purposeServices);
export const ids = services.map((service) => service.id);

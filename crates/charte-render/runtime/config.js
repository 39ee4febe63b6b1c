// What a build says of its portal: `CHARTE` stands for it.
export const config = CHARTE;

// Buttons: accept, refuse, customise, save, close, as their classes. First layer: h heading, i introduction, m link
// to the charter. Preferences: ph heading, pi introduction, a and at what is always active, g "allow {name}" for a
// purpose, o "by {name}", u policy link "... {name}", w trackers kept on "{hosts}" elsewhere. Spoken: k choice kept.
// x: Global Privacy Control is on.
export const texts = config.t;

export const purposes = config.p;
export const services = purposes.flatMap((purpose) => purpose.s);
export const ids = services.map((service) => service.id);

// What a build says of its portal in one language: the documents of placeholders, trackers, texts. `CHARTE` stands for it.
// Texts. State of the choice: s0 none, s1 all, s2 nothing, s3 some "{names}", s4 until "{date}". Spoken: n the choice waits for the
// next page, r content restored.
export const data = CHARTE;

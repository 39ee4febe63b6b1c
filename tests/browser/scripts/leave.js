(async () => {
  for (const cookie of [
    '_pk_id.1.abcd=1;max-age=999',
    '_pk_id.5.abcd=1;path=/;secure;samesite=none;partitioned',
    '_pk_ses.1.abcd=1;path=/',
    '_pk_id.2.abcd=1;path=/;domain=example.fr',
    '_pk_ref.3.abcd=1;path=/sub',
    '_pk_ref.4.abcd=1;path=/sub/;domain=data.example.fr',
    'talk_1=1;path=/sub/page.html;secure',
    'shared_1=1;path=/',
    'own=1;path=/',
    'x_pk_id.1=1;path=/',
    '_pk_idx=1;path=/',
  ]) document.cookie = cookie;
  localStorage['chat-1'] = localStorage['chat-'] = localStorage['own'] = localStorage['xchat-1'] = 1;
  sessionStorage['chat.tab'] = sessionStorage['chatxtab'] = 1;
  for (const name of ['chat-cache-1', 'chat-cach']) await caches.open(name);
  for (const name of ['chat-base', 'chat-base-2'])
    await new Promise((done) => indexedDB.open(name).onsuccess = ({ target }) => done(target.result.close()));
})()

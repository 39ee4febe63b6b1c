const script = document.createElement("script");
script.src = "https://stats.example.net/made.js";
document.head.append(script);
document.head.insertAdjacentHTML("beforeend", '<link rel="preconnect" href="https://www.youtube.com">');
const frame = document.createElement("iframe");
frame.src = "https://www.youtube.com/embed/VAGUES-2026";
document.querySelector("main").append(frame);
navigator.sendBeacon("https://nobody.example.org/beacon");
new Image().src = "ran.png";

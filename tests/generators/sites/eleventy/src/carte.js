const place = document.getElementById('map');
if (place) L.tileLayer('https://tile.openstreetmap.org/{z}/{x}/{y}.png').addTo(L.map('map').setView([48.64, -2], 13));

// Asks for what it shows.
fetch("https://widget.meteo.example/data.json");

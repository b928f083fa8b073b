<?xml version="1.0" encoding="UTF-8"?>
<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
  <psc:chapter start="0" title="Einleitung" />
  <psc:chapter start="01" title="Zwei" />
  <psc:chapter start="01:02" title="Mit Adresse" href="http://example.com/" />
  <psc:chapter start="01:02:03.400" title="Spät" />
  <psc:chapter start="bald" title="Nie" />
</psc:chapters>

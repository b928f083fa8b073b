// The conversation of this tab, as each event brings it along: kept whenever it grows.

watch("value", () => {
  const rows = Array.isArray(props.value) ? props.value : [];
  const kept = nachgefragt.keep(rows);
  document.dispatchEvent(new CustomEvent("nachgefragt:kept", { detail: { kept } }));
});

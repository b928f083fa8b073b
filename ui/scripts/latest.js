// Of what is wanted while the server is busy with one event, the last is sent afterwards.
// Gradio (6, "always_last") sends it with the data of the event that was under way; so all of a
// kind are one object, which holds what is wanted now whenever it is read.
const latest = () => {
  const wanted = {};
  return (data) => {
    Object.keys(wanted).forEach((name) => delete wanted[name]);
    return Object.assign(wanted, data);
  };
};

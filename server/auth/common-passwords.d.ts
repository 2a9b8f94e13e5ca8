/** 50,000 passwords of eight characters and more that leaks showed most often; brings no types of its own. */
declare module 'fxa-common-password-list' {
  const list: { test(password: string): boolean };
  export default list;
}

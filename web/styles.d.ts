// What Vite makes of it: a file of its own, which is there before the module that asks for it runs.
declare module '*.css'

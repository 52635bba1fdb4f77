// What a program does not need before a flow of it has something to send, or a budget is full: browsers load it apart from the rest.
export { makeRoom } from '../budget/make-room.js';
export { FlowSender } from './flow-sender.js';
export { outbox } from './outbox.js';

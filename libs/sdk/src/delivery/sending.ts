// What a program can do without until a flow of it has something to send: browsers load it apart from the rest.
export { describeJudgement } from '../decisions/describe-judgement.js';
export { FlowKeeper } from '../keeping/flow-keeper.js';
export { optionWords } from '../keeping/option-words.js';
export { FlowSender } from './flow-sender.js';
export { outbox } from './outbox.js';

using CodegenBert.Samples;
using CodegenBert.Samples.CommandLine;

using Interrupt interrupt = new();
return TaskCommands.Run(
    args,
    CommandContext.OfConsole(SampleTasks.All, interrupt.Token),
    withoutArguments: Tour.Run,
    description: "Fine-tunes BERT on the tasks of specs/. Without a command it shows them all in a tour.");

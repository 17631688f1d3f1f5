using System.CommandLine;
using CodegenBert.Generators.Benchmarks;

RootCommand root = new("Robustness and speed of the generator.")
{
    new MutateCommand(),
    new SpeedCommand(),
};
return root.Parse(args).Invoke();

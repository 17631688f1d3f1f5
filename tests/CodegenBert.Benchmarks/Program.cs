using System.CommandLine;
using CodegenBert;
using CodegenBert.Benchmarks.BagOfWords;
using CodegenBert.Benchmarks.Comparison;
using CodegenBert.Benchmarks.Comparison.Parts;
using CodegenBert.Benchmarks.Comparison.Profile;
using CodegenBert.Benchmarks.Confidence;
using CodegenBert.Benchmarks.Corpora;
using CodegenBert.Benchmarks.Representations;
using CodegenBert.Benchmarks.Streaming;
using CodegenBert.Benchmarks.Costs;
using CodegenBert.Benchmarks.Tokenizers;
using CodegenBert.Benchmarks.Trials;

try
{
    switch (args)
    {
        case [FirstPrediction.Name, string folder]: // these two are started by 'compare'
            FirstPrediction.Run(folder);
            return 0;
        case [BareLibtorch.Name, string file]:
            BareLibtorch.Run(file);
            return 0;
        default:
            return Commands().Parse(args).Invoke(new() { EnableDefaultExceptionHandler = false });
    }
}
catch (CodegenBertException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static RootCommand Commands() => new("Quality and speed of CodegenBert beside others.")
{
    new CompareCommand(),
    new ProfileCommand(),
    new CorporaCommand(),
    new RecipesCommand(),
    new BagOfWordsCommand(),
    new TokenizerCommand(),
    new RepresentationsCommand(),
    new ConfidenceCommand(),
    new StreamCommand(),
    new ScoreCommand(),
    new PrecisionCommand(),
    new MemoryCommand(),
    new SeedsCommand(),
    new FreezeCommand(),
};

using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CodegenBert.Benchmarks.Tokenizers;

/// <summary>
/// Hugging Face's Rust tokenizer, through its npm package, in a Node process that keeps its own time: neither its start nor the way of
/// the texts to it counts, nor does turning its result into JavaScript's numbers.
/// </summary>
internal sealed class NodeTokenizer : ITimedTokenizer, IDisposable
{
    private readonly Process _node;
    private readonly string _texts;

    private NodeTokenizer(Process node, string texts, string version)
    {
        _node = node;
        _texts = texts;
        Name = $"Hugging Face tokenizers {version} (Rust), encodeBatch";
    }

    public string Name { get; }

    /// <summary>Starts Node; says on the console why there is none.</summary>
    /// <param name="modules">A folder with <c>node_modules/tokenizers</c>.</param>
    /// <param name="vocabulary">The vocabulary's path.</param>
    /// <param name="texts">The texts.</param>
    public static NodeTokenizer? Start(string modules, string vocabulary, string[] texts)
    {
        string package = Path.Combine(Path.GetFullPath(modules), "node_modules", "tokenizers");
        if (!File.Exists(Path.Combine(package, "package.json")))
        {
            Console.WriteLine($"Hugging Face's tokenizer is left out: {package} does not exist. Run `npm install tokenizers@0.23.2` in a folder and name it as --node.");
            return null;
        }

        string file = Path.GetTempFileName();
        File.WriteAllText(file, JsonSerializer.Serialize(texts));
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Tokenizers", "huggingface.cjs"), package, vocabulary, file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["RAYON_NUM_THREADS"] = "1", ["TOKENIZERS_PARALLELISM"] = "false" },
        };
        try
        {
            Process node = Process.Start(start)!;
            return new NodeTokenizer(node, file, node.StandardOutput.ReadLine() ?? throw new IOException("Node ended before it was ready."));
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            File.Delete(file);
            Console.WriteLine($"Hugging Face's tokenizer is left out: {e.Message}");
            return null;
        }
    }

    public TokenizerRound Run()
    {
        string[] answer = Ask("run").Split(' ');
        return new TokenizerRound(double.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[1], CultureInfo.InvariantCulture), null);
    }

    public IEnumerable<int[]> Ids() => JsonSerializer.Deserialize<int[][]>(Ask("ids"))!;

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        File.Delete(_texts);
    }

    private string Ask(string question)
    {
        _node.StandardInput.WriteLine(question);
        return _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Node ended.");
    }
}

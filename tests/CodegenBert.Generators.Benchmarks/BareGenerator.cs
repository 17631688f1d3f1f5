using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using YamlDotNet.RepresentationModel;

namespace CodegenBert.Generators.Benchmarks;

/// <summary>The least that a generator over the same files does: YamlDotNet's object model of each, and files of ready text with the task's name put in.</summary>
/// <param name="templates">The files of a task called <paramref name="templateTask"/>.</param>
/// <param name="templateTask">The name to be replaced.</param>
internal sealed class BareGenerator(IReadOnlyList<(string HintName, string Text)> templates, string templateTask) : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // A YAML node equals another one of the same content: an unchanged file ends here.
        IncrementalValuesProvider<YamlMappingNode> specs = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(".bert.yaml", StringComparison.Ordinal))
            .Select(static (file, cancellationToken) => Root(file.GetText(cancellationToken)!.ToString()));
        context.RegisterSourceOutput(specs, Emit);
    }

    private static YamlMappingNode Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private void Emit(SourceProductionContext output, YamlMappingNode spec)
    {
        string task = ((YamlScalarNode)spec["task"]).Value!;
        foreach ((string hintName, string text) in templates)
        {
            output.AddSource(hintName.Replace(templateTask, task, StringComparison.Ordinal), SourceText.From(text.Replace(templateTask, task, StringComparison.Ordinal), Encoding.UTF8));
        }
    }
}

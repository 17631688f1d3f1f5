using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CodegenBert.Generators.Specs;

/// <summary>A manifest with the problems of its file.</summary>
internal sealed record ParsedManifest(EncoderManifest? Manifest, EquatableArray<SpecDiagnostic> Diagnostics);

/// <summary>Reads <c>NAME.encoder.yaml</c>. Keys that are not known are passed over: a package may be newer than this generator.</summary>
internal static class EncoderManifestParser
{
    public static ParsedManifest Parse(AdditionalText file, CancellationToken cancellationToken)
    {
        try
        {
            SourceText? text = file.GetText(cancellationToken);
            var problems = new ProblemList(file.Path, text);
            EncoderManifest? manifest = SpecText.IsReadable(text, problems) && YamlReader.Read(text!, SpecKeys.Manifest, problems, cancellationToken) is { } root
                ? Manifest(root, problems)
                : null;
            return new(manifest, problems.ToArray());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(null, new([SpecDiagnostic.InternalError(file.Path, exception)]));
        }
    }

    private static EncoderManifest? Manifest(YamlMapping root, ProblemList problems)
    {
        string? name = Value(root, "encoder");
        if (name is null || Whole(root, "layers") is not { } layers || Whole(root, "max_positions") is not { } positions)
        {
            problems.Add(SpecRules.BrokenManifest, root.Span, "it needs 'encoder' (a name), 'layers' and 'max_positions' (whole numbers of 1 or more)");
            return null;
        }

        string pooler = Value(root, "pooler") ?? "true";
        if (pooler is not "true" and not "false")
        {
            problems.Add(SpecRules.BrokenManifest, root.Span, "'pooler' must be true or false");
            return null;
        }

        return new(name, layers, positions, Value(root, "pretrained_pooling"), pooler == "true");
    }

    private static int? Whole(YamlMapping root, string key) =>
        Value(root, key) is { } text && Invariant.TryWhole(text, out long number) && number is >= 1 and <= int.MaxValue ? (int)number : null;

    private static string? Value(YamlMapping root, string key) =>
        root.Entries.FirstOrDefault(entry => entry.Key.Value == key)?.Value is YamlScalar { IsMissing: false } scalar ? scalar.Value : null;
}

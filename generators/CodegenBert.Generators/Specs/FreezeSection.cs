using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>freeze</c>, of the spec or of a phase: which part of the encoder is fixed.</summary>
internal static class FreezeSection
{
    /// <summary>The freezing; none if there is none or it is wrong.</summary>
    /// <param name="section">The section that has the key.</param>
    /// <param name="words">The words that it can be there.</param>
    /// <param name="manifest">What is known of the encoder.</param>
    public static FreezeModel Read(Section section, IReadOnlyList<string> words, EncoderManifest? manifest) => section["freeze"]?.Value switch
    {
        null => FreezeModel.None,
        YamlMapping mapping => Part(new(mapping, "'freeze'", SpecKeys.Freeze, section.Problems), manifest),
        YamlNode value => section.Word("freeze", value, words, string.Join(", ", words) + ", { bottom: n } or { all_but_top: n }") switch
        {
            "all" => new(FreezeKind.All),
            "embeddings" => new(FreezeKind.Embeddings),
            "auto" => new(FreezeKind.Auto),
            _ => FreezeModel.None,
        },
    };

    private static FreezeModel Part(Section freeze, EncoderManifest? manifest)
    {
        if (freeze["bottom"] is { } bottom && freeze["all_but_top"] is { } top)
        {
            freeze.Problems.AddConflict(
                SpecRules.Contradiction, top.Key.Span, bottom.Key.Span, "'bottom' and 'all_but_top' both say how many layers are frozen", "keep one of the two");
        }
        else if (freeze.Mapping.Entries.Count == 0)
        {
            freeze.ReportMissing("bottom", "write { bottom: n } or { all_but_top: n }");
        }

        int layers = manifest?.Layers ?? int.MaxValue;
        string has = manifest is null ? "" : $"{manifest.Name} has {Invariant.Text(layers)} layers; ";
        if (freeze.Has("bottom"))
        {
            int most = manifest is null ? int.MaxValue : Math.Max(1, layers - 1);
            return freeze.Whole("bottom", 1, most, $" ({has}'freeze: embeddings' freezes no layer and 'freeze: all' every one)") is { } count
                ? new(FreezeKind.Bottom, count)
                : new(FreezeKind.Embeddings);
        }

        return freeze.Whole("all_but_top", 1, layers, $" ({has}'freeze: all' trains none)") is { } trained
            ? new(FreezeKind.AllButTop, trained)
            : new(FreezeKind.Embeddings);
    }
}

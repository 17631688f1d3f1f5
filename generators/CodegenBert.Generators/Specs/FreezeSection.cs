using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>freeze</c>: which part of the encoder is fixed.</summary>
internal static class FreezeSection
{
    public static FreezeModel Read(Section spec, EncoderManifest? manifest)
    {
        const string allowed = "none, all, embeddings, { bottom: n } or { all_but_top: n }";
        switch (spec["freeze"]?.Value)
        {
            case null:
                return FreezeModel.None;
            case YamlMapping mapping:
                return Part(new(mapping, "'freeze'", SpecKeys.Freeze, spec.Problems), manifest);
            case YamlNode value:
                return spec.Word("freeze", value, SpecKeys.Freezings, allowed) switch
                {
                    "all" => new(FreezeKind.All),
                    "embeddings" => new(FreezeKind.Embeddings),
                    _ => FreezeModel.None,
                };
        }
    }

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

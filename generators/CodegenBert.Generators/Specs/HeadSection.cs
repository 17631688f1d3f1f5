using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>head</c>: what is read of the encoder, and the network on it.</summary>
internal static class HeadSection
{
    private const int WidestLayer = 65_536;

    public static HeadModel Read(Section spec, EncoderManifest? manifest)
    {
        if (spec.Child("head", SpecKeys.Head) is not { } head)
        {
            return HeadModel.Default;
        }

        EquatableArray<string> pooling = Pooling(head, manifest);
        LayersModel layers = Layers(head, manifest);
        if (pooling.Contains("Pooler") && !layers.IsLastOnly && head["layers"] is { } entry)
        {
            head.Problems.Add(
                SpecRules.Contradiction, entry.ValueSpan, "The pooler was trained on the last layer and reads no other", "remove 'layers', or write 'pooling: cls'");
            layers = LayersModel.Last;
        }

        return new(pooling, layers, Hidden(head), CSharpName.Pascal(head.Word("activation", SpecKeys.Activations))!, head.Number("dropout", static p => p is >= 0 and < 1, "from 0 to below 1") ?? HeadModel.Default.Dropout);
    }

    /// <summary>A sentence encoder's last [CLS] was not what its training looked at.</summary>
    public static void WarnOfWeakReading(Section spec, HeadModel head, Freezing freezing, EncoderManifest? manifest)
    {
        bool readsClsOnly = head.Layers.IsLastOnly && head.Pooling.All(static pooling => pooling is "Cls" or "Pooler");
        if (manifest?.PretrainedPooling == "mean" && freezing is { IsWhole: true, Place: { } place } && readsClsOnly && !spec.Problems.HasErrors)
        {
            spec.Problems.Add(SpecRules.WeakReading, place, manifest.Name);
        }
    }

    private static EquatableArray<string> Pooling(Section head, EncoderManifest? manifest)
    {
        const string allowed = "cls, pooler, mean or sum, or a list of them";
        if (head["pooling"] is not { } pooling)
        {
            return HeadModel.Default.Pooling;
        }

        List<string> names = [];
        foreach (YamlNode item in pooling.Value is YamlSequence list ? list.Items : [pooling.Value])
        {
            if (head.Word("pooling", item, SpecKeys.Poolings, allowed) is not { } word)
            {
                continue;
            }

            if (word == "pooler" && manifest is { HasPooler: false })
            {
                head.Problems.Add(SpecRules.NewPooler, item.Span, manifest.Name);
            }

            string name = CSharpName.Pascal(word)!;
            if (names.Contains(name))
            {
                head.Problems.Add(SpecRules.UnknownValue, item.Span, "pooling", word, "it is in the list already");
                continue;
            }

            names.Add(name);
        }

        if (pooling.Value is YamlSequence { Items.Count: 0 })
        {
            head.ReportKind("pooling", pooling.Value, allowed);
        }

        return names.Count > 0 ? names.ToEquatableArray() : HeadModel.Default.Pooling;
    }

    private static LayersModel Layers(Section head, EncoderManifest? manifest)
    {
        const string allowed = "last, { last: n } or a list of layer numbers";
        int deepest = manifest?.Layers ?? int.MaxValue;
        string hint = manifest is null ? "" : $" (the layers of {manifest.Name})";
        switch (head["layers"]?.Value)
        {
            case null or YamlScalar { Value: "last" }:
                return LayersModel.Last;
            case YamlMapping mapping:
                var section = new Section(mapping, "'layers'", SpecKeys.Layers, head.Problems);
                section.ReportMissing("last", "write { last: n }");
                return section.Whole("last", 1, deepest, hint) is { } count ? new(count, default) : LayersModel.Last;
            case YamlSequence { Items.Count: > 0 } list:
                return Numbers(head, list, deepest, hint);
            case YamlScalar word when Suggestions.Nearest(word.Value, SpecKeys.Layers) is not null:
                head.Word("layers", word, SpecKeys.Layers, allowed);
                return LayersModel.Last;
            case YamlNode other:
                head.ReportKind("layers", other, allowed);
                return LayersModel.Last;
        }
    }

    private static LayersModel Numbers(Section head, YamlSequence list, int deepest, string hint)
    {
        SortedSet<int> numbers = [];
        foreach (YamlNode item in list.Items)
        {
            if (head.Whole("layers", item, 0, deepest, hint) is { } number && !numbers.Add(number))
            {
                head.Problems.Add(SpecRules.UnknownValue, item.Span, "layers", Invariant.Text(number), "it is in the list already");
            }
        }

        return numbers.Count > 0 ? new(0, numbers.ToEquatableArray()) : LayersModel.Last;
    }

    private static EquatableArray<int> Hidden(Section head)
    {
        switch (head["hidden"]?.Value)
        {
            case null:
                return default;
            case YamlSequence list:
                return list.Items.Select(item => head.Whole("hidden", item, 1, WidestLayer)).OfType<int>().ToEquatableArray();
            case YamlNode other:
                head.ReportKind("hidden", other, "a list of widths, like [128] or [256, 64]");
                return default;
        }
    }
}

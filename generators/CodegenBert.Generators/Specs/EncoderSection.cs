using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>encoder</c>: a referenced package's encoder or a folder.</summary>
internal static class EncoderSection
{
    private const string Allowed = "a name like minilm-l6, or a folder that begins with './', '../' or '/'";

    private static readonly string[] s_folders = ["./", "../", "/"];
    private static readonly EncoderModel s_unknown = new(false, "");

    /// <summary>The encoder, and its manifest if a package brings one: what a folder holds is known only at run time.</summary>
    public static EncoderModel Read(Section spec, EncoderCatalog encoders, out EncoderManifest? manifest)
    {
        manifest = null;
        spec.ReportMissing("encoder", "add the encoder to start from, like 'encoder: minilm-l6'");
        if (spec["encoder"]?.Value is not YamlMapping mapping)
        {
            return spec.Text("encoder", Allowed + ", or { checkpoint: ... }") is { } name ? Checkpoint(name, encoders, spec.Problems, out manifest) : s_unknown;
        }

        var encoder = new Section(mapping, "'encoder'", SpecKeys.Encoder, spec.Problems);
        encoder.ReportMissing("checkpoint", "add the encoder to start from, like 'checkpoint: minilm-l6'");
        _ = encoder.Word("dtype", SpecKeys.Dtypes);
        return encoder.Text("checkpoint", Allowed) is { } checkpoint ? Checkpoint(checkpoint, encoders, spec.Problems, out manifest) : s_unknown;
    }

    private static EncoderModel Checkpoint(YamlScalar checkpoint, EncoderCatalog encoders, ProblemList problems, out EncoderManifest? manifest)
    {
        string name = checkpoint.Value;
        manifest = encoders.Find(name);
        if (s_folders.Any(start => name.StartsWith(start, StringComparison.Ordinal)))
        {
            return new(true, name);
        }

        if (name.StartsWith("hub:", StringComparison.Ordinal))
        {
            problems.Add(SpecRules.NotSupportedYet, checkpoint.Span, name, "download the encoder and write its folder, beginning with './', '../' or '/'");
        }
        else if (manifest is null)
        {
            encoders.ReportUnknown(checkpoint, problems);
        }

        return new(false, name);
    }
}

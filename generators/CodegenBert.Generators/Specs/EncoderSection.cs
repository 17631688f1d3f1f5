using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>encoder</c>: a referenced package's encoder or a folder.</summary>
internal static class EncoderSection
{
    private static readonly string[] s_folders = ["./", "../", "/"];

    /// <summary>The encoder, and its manifest if a package brings one: what a folder holds is known only at run time.</summary>
    public static EncoderModel Read(Section spec, EncoderCatalog encoders, out EncoderManifest? manifest)
    {
        manifest = null;
        spec.ReportMissing("encoder", "add the encoder to start from, like 'encoder: minilm-l6'");
        if (spec["encoder"] is { Value: YamlMapping } settings)
        {
            spec.Problems.Add(SpecRules.NotSupportedYet, settings.ValueSpan, "encoder: { ... }", "write a name like minilm-l6, or a folder that begins with './', '../' or '/'");
            return new(false, "");
        }

        if (spec.Text("encoder", "a name like minilm-l6, or a folder that begins with './', '../' or '/'") is not { } encoder)
        {
            return new(false, "");
        }

        if (s_folders.Any(start => encoder.Value.StartsWith(start, StringComparison.Ordinal)))
        {
            return new(true, encoder.Value);
        }

        manifest = encoders.Find(encoder.Value);
        if (encoder.Value.StartsWith("hub:", StringComparison.Ordinal))
        {
            spec.Problems.Add(SpecRules.NotSupportedYet, encoder.Span, encoder.Value, "download the encoder and write its folder, beginning with './', '../' or '/'");
        }
        else if (manifest is null)
        {
            encoders.ReportUnknown(encoder, spec.Problems);
        }

        return new(false, encoder.Value);
    }
}

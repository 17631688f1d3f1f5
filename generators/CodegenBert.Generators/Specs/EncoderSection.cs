using CodegenBert.Checkpoints.Sources.Hub;
using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;
using CodegenBert.Generators.Specs.Yaml;

namespace CodegenBert.Generators.Specs;

/// <summary><c>encoder</c>: a referenced package's encoder, a folder, or a repository of the hub.</summary>
internal static class EncoderSection
{
    private const string Allowed = "a name like minilm-l6, a folder that begins with './', '../' or '/', or hub:org/name";
    private const string HubPrefix = "hub:";

    private static readonly string[] s_folders = ["./", "../", "/"];
    private static readonly EncoderModel s_unknown = new(EncoderSource.Package, "");

    /// <summary>The encoder, and its manifest if a package brings one: what a folder or the hub holds is known only at run time.</summary>
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
        string? sha256 = Checked(encoder, "sha256", HubName.IsSha256, "the 64 hexadecimal digits of the SHA-256 of the file of weights");
        string? revision = Checked(encoder, "revision", HubName.IsRevision, "a branch, a tag or a commit of the repository");
        if (encoder.Text("checkpoint", Allowed) is not { } checkpoint)
        {
            return s_unknown;
        }

        EncoderModel model = Checkpoint(checkpoint, encoders, spec.Problems, out manifest) with { Revision = revision, Sha256 = sha256?.ToLowerInvariant() };
        if (encoder["revision"] is { } entry && model.Source != EncoderSource.Hub)
        {
            spec.Problems.AddConflict(
                SpecRules.Contradiction,
                entry.Key.Span,
                checkpoint.Span,
                $"'revision' is of the hub, and the encoder '{checkpoint.Value}' is not",
                "remove the key, or write 'checkpoint: hub:org/name'");
        }

        return model;
    }

    private static EncoderModel Checkpoint(YamlScalar checkpoint, EncoderCatalog encoders, ProblemList problems, out EncoderManifest? manifest)
    {
        string name = checkpoint.Value;
        manifest = encoders.Find(name);
        if (s_folders.Any(start => name.StartsWith(start, StringComparison.Ordinal)))
        {
            return new(EncoderSource.Folder, name);
        }

        if (name.StartsWith(HubPrefix, StringComparison.Ordinal))
        {
            string repository = name.Substring(HubPrefix.Length);
            if (!HubName.IsRepository(repository))
            {
                problems.Add(SpecRules.UnknownValue, checkpoint.Span, "encoder", name, "write hub:org/name, with org and name as in the address of the model's page");
            }

            return new(EncoderSource.Hub, repository);
        }

        if (manifest is null)
        {
            encoders.ReportUnknown(checkpoint, problems);
        }

        return new(EncoderSource.Package, name);
    }

    private static string? Checked(Section encoder, string key, Func<string, bool> isRight, string allowed)
    {
        if (encoder.Text(key, allowed) is not { } scalar)
        {
            return null;
        }

        if (!isRight(scalar.Value))
        {
            encoder.Problems.Add(SpecRules.UnknownValue, scalar.Span, key, scalar.Value, "write " + allowed);
        }

        return scalar.Value;
    }
}

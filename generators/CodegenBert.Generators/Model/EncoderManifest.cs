namespace CodegenBert.Generators.Model;

/// <summary>What an encoder package says about its encoder in <c>NAME.encoder.yaml</c>.</summary>
internal sealed record EncoderManifest(string Name, int Layers, int MaxPositions, string? PretrainedPooling, bool HasPooler = true);

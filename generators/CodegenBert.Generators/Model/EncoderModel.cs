namespace CodegenBert.Generators.Model;

/// <summary>Where the encoder comes from.</summary>
/// <param name="IsFolder">A folder, or else an encoder package's name.</param>
/// <param name="Name">The package's encoder name, or the folder as the spec has it.</param>
internal sealed record EncoderModel(bool IsFolder, string Name);

using CodegenBert.Generators.Diagnostics;
using CodegenBert.Generators.Model;

namespace CodegenBert.Generators.Api;

/// <summary>A spec whose API is locked.</summary>
/// <param name="Path">The spec.</param>
/// <param name="Place">Where it names the task.</param>
/// <param name="Model">What it means.</param>
/// <param name="Locked">The file beside it; null if there is none.</param>
internal sealed record LockedSpec(string Path, LocationInfo Place, SpecModel Model, ApiFile? Locked)
{
    /// <summary>The name of the file beside the spec, for messages.</summary>
    public string FileName => System.IO.Path.GetFileName(ApiFile.PathOf(Path));
}

namespace CodegenBert.Generators;

/// <summary>Names of the pipeline's steps, for the caching tests.</summary>
internal static class TrackingNames
{
    public const string Options = "Options";
    public const string Manifests = "Manifests";
    public const string Encoders = "Encoders";
    public const string Parse = "Parse";
    public const string Census = "Census";
    public const string Model = "Model";
    public const string Emit = "Emit";
    public const string Files = "Files";
    public const string Diagnostics = "Diagnostics";
    public const string ApiOptions = "ApiOptions";
    public const string Api = "Api";
}

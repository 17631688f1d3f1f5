namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>What is asked of the hub.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="What">The file, or else what messages call it.</param>
/// <param name="Address">Where it is asked for.</param>
internal sealed record HubRequest(HubRepository Repository, string What, Uri Address)
{
    /// <summary>A revision's commit and its files.</summary>
    public static HubRequest ForListing(Uri endpoint, HubRepository repository) =>
        new(repository, "the list of files", new($"{endpoint.AbsoluteUri.TrimEnd('/')}/api/models/{repository.Name}/revision/{Uri.EscapeDataString(repository.Revision)}"));

    /// <summary>A file of a commit.</summary>
    public static HubRequest ForFile(Uri endpoint, HubRepository repository, string commit, string file) =>
        new(repository, file, new($"{endpoint.AbsoluteUri.TrimEnd('/')}/{repository.Name}/resolve/{commit}/{Uri.EscapeDataString(file)}"));

    /// <summary>The place for messages.</summary>
    public string Place => PlaceOf(Address);

    /// <summary>The place for messages where a redirect has led elsewhere; without the query, which may hold a signature.</summary>
    public string PlaceOf(Uri address) =>
        $"{Repository}, {What}: {address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)}";
}

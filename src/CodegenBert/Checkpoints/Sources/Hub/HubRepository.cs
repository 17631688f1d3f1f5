using CodegenBert.Tasks;

namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>A repository of the hub at a revision, with names that have been checked.</summary>
/// <param name="Name"><c>org/name</c>.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
internal sealed record HubRepository(string Name, string Revision)
{
    private const string DefaultRevision = "main";

    /// <summary>Its folder in the cache, as huggingface_hub calls it.</summary>
    public string CacheName => $"models--{Name.Replace("/", "--", StringComparison.Ordinal)}";

    /// <summary>The repository that a spec names.</summary>
    /// <exception cref="CheckpointException">A name could not be one of the hub's.</exception>
    public static HubRepository Of(EncoderReference encoder)
    {
        string revision = encoder.Revision ?? DefaultRevision;
        return !HubName.IsRepository(encoder.Name)
            ? throw new CheckpointException($"hub:{Shown.Text(encoder.Name)}: this is no name of the hub. Write 'org/name' as in the address of the model's page.")
            : HubName.IsRevision(revision)
                ? new(encoder.Name, revision)
                : throw new CheckpointException($"hub:{encoder.Name}: the revision {Shown.Text(revision)} is no branch, tag or commit. Write one as the model's page has it.");
    }

    /// <summary>As messages call it.</summary>
    public override string ToString() => $"hub:{Name}@{Revision}";
}

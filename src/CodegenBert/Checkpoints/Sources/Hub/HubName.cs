namespace CodegenBert.Checkpoints.Sources.Hub;

/// <summary>What names of the hub look like, and with that what may become part of an address and of a path (huggingface_hub's <c>validate_repo_id</c>). The generator compiles this file too.</summary>
internal static class HubName
{
    private const int LongestPart = 96;
    private const int LongestRevision = 200;

    /// <summary><c>org/name</c>.</summary>
    public static bool IsRepository(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && parts.All(static part => part.Length <= LongestPart && IsPart(part) && part.IndexOf("--", StringComparison.Ordinal) < 0);
    }

    /// <summary>A branch, a tag or a commit.</summary>
    public static bool IsRevision(string text) => text.Length <= LongestRevision && text.Split('/').All(IsPart);

    /// <summary>A whole commit: it never means other files.</summary>
    public static bool IsCommit(string text) => IsHexadecimal(text, 40);

    /// <summary>A SHA-256.</summary>
    public static bool IsSha256(string text) => IsHexadecimal(text, 64);

    /// <summary>The name of a file that lies in the folder itself.</summary>
    public static bool IsFile(string text) => text.Length <= LongestPart && IsPart(text);

    private static bool IsPart(string part) =>
        part.Length > 0
        && part.All(static c => IsLetterOrDigit(c) || c is '_' or '-' or '.')
        && IsInner(part[0]) && IsInner(part[part.Length - 1])
        && part.IndexOf("..", StringComparison.Ordinal) < 0;

    /// <summary>No name begins or ends with what shells and file systems give a meaning.</summary>
    private static bool IsInner(char c) => c is not ('-' or '.');

    private static bool IsHexadecimal(string text, int length) =>
        text.Length == length && text.All(static c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F'));

    private static bool IsLetterOrDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}

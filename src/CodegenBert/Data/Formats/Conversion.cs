namespace CodegenBert.Data.Formats;

/// <summary>Says how a file becomes UTF-8.</summary>
internal static class Conversion
{
    /// <summary>The remedy, for the end of a message.</summary>
    /// <param name="source">The file's path, or what stands for it.</param>
    /// <param name="encoding">What <c>iconv</c> calls the encoding that it has.</param>
    public static string To(string source, string encoding)
    {
        string name = Path.GetFileName(source);
        string safe = name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && name.Length > 0 ? name : "FILE";
        return $"save it as UTF-8, or convert it: iconv -f {encoding} -t UTF-8 {safe} > utf8-{safe}";
    }
}

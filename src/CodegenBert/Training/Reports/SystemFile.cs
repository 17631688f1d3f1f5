namespace CodegenBert.Training.Reports;

/// <summary>Linux tells much in files of lines <c>name: value</c>.</summary>
internal static class SystemFile
{
    /// <summary>The first value of that name; null where there is no such file or name.</summary>
    /// <param name="path">The file, such as <c>/proc/self/status</c>.</param>
    /// <param name="name">The name.</param>
    public static string? Field(string path, string name)
    {
        try
        {
            return File.ReadLines(path)
                .Select(line => line.Split(':', 2))
                .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

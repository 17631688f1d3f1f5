using System.Text;

namespace CodegenBert.Reports;

/// <summary>A page on the disk.</summary>
internal static class HtmlFile
{
    /// <summary>Writes it in UTF-8; a file of that name is replaced.</summary>
    /// <param name="path">The file; missing folders are made.</param>
    /// <param name="html">The document.</param>
    public static void Write(string path, string html)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}

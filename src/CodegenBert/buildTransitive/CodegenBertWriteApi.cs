using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes the APIs that the generator has recorded (as comments of <c>*.Api.g.cs</c>) to the <c>*.bert.api.txt</c> beside their specs.
/// Compiled by MSBuild, not part of the library.
/// </summary>
public sealed class CodegenBertWriteApi : Task
{
    private const string FileMark = "// api-file: ", LineMark = "// | ";

    /// <summary>Where the compiler has put the generated files.</summary>
    [Required]
    public string Folder { get; set; }

    /// <summary>The files that the project's specs have or should have: a record of a spec that is no longer there is left alone.</summary>
    [Required]
    public ITaskItem[] ApiFiles { get; set; }

    public override bool Execute()
    {
        string records = Path.Combine(Folder, "CodegenBert.Generators", "CodegenBert.Generators.TaskSpecGenerator");
        var expected = new HashSet<string>(ApiFiles.Select(file => Path.GetFullPath(file.ItemSpec)), StringComparer.Ordinal);
        foreach (string record in Directory.Exists(records) ? Directory.GetFiles(records, "*.Api.g.cs") : new string[0])
        {
            string[] lines = File.ReadAllLines(record);
            string path = lines.Where(line => line.StartsWith(FileMark, StringComparison.Ordinal)).Select(line => Path.GetFullPath(line.Substring(FileMark.Length))).FirstOrDefault();
            if (path != null && expected.Contains(path))
            {
                Write(path, string.Concat(lines.Where(line => line.StartsWith(LineMark, StringComparison.Ordinal)).Select(line => line.Substring(LineMark.Length) + "\n")));
            }
        }

        return !Log.HasLoggedErrors;
    }

    private void Write(string path, string text)
    {
        try
        {
            if (!File.Exists(path) || File.ReadAllText(path) != text)
            {
                File.WriteAllText(path, text, new UTF8Encoding(false));
                Log.LogMessage(MessageImportance.High, "CodegenBert: wrote {0}", path);
            }
        }
        catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
        {
            Log.LogError(null, "CBERT051", null, path, 0, 0, 0, 0, "The API cannot be written: {0} Free the file and build again.", e.Message);
        }
    }
}

using System.Globalization;
using System.Text;

namespace CodegenBert.Generators.Emit;

/// <summary>Names of generated files.</summary>
internal static class HintName
{
    /// <summary>A hint name takes letters, digits and a few signs; a C# name may hold others (combining marks).</summary>
    public static string Of(string fullName)
    {
        var name = new StringBuilder();
        foreach (char c in fullName)
        {
            _ = char.IsLetterOrDigit(c) || c is '.' or '_' ? name.Append(c) : name.Append('-').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return name.Append(".g.cs").ToString();
    }
}

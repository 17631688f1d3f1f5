using System.Diagnostics;
using System.Globalization;

namespace CodegenBert.Training.Reports;

/// <summary>The most memory that the process has had since it began, libtorch's included.</summary>
internal static class PeakMemory
{
    /// <summary>Bytes: <c>VmHWM</c> where the system has it, else the peak of the working set.</summary>
    public static long Bytes()
    {
        if (SystemFile.Field("/proc/self/status", "VmHWM")?.Split(' ')[0] is { } kibibytes && long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return count * 1024;
        }

        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}

using System.Diagnostics;

namespace CodegenBert.Training;

/// <summary>What the process has taken of the machine's memory.</summary>
internal static class ProcessMemory
{
    /// <summary>The most bytes that were resident at once since the process began: managed, native and mapped.</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}

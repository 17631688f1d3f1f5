using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CodegenBert.Tests.Runtime;

/// <summary>What native code, libtorch above all, holds of memory.</summary>
internal static partial class NativeMemory
{
    /// <summary>
    /// Bytes that are allocated and not freed, over all arenas (glibc's <c>mallinfo2</c>, 2.33 and later: exact, and blind to the managed heap);
    /// on other systems the resident memory, which is rougher.
    /// </summary>
    public static long Allocated()
    {
        // Several rounds: what a finaliser lets go of can be finalised itself in the next one only.
        for (int round = 0; round < 4; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        if (OperatingSystem.IsLinux())
        {
            MallInfo info = MallInfo2();
            return checked((long)(info.UsedInArenas + info.UsedInMaps));
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallinfo2")]
    private static partial MallInfo MallInfo2();

    /// <summary>The fields of <c>struct mallinfo2</c>, in its order (man mallinfo2: <c>arena</c>, <c>ordblks</c>, <c>smblks</c>, <c>hblks</c>, <c>hblkhd</c>, <c>usmblks</c>, <c>fsmblks</c>, <c>uordblks</c>, <c>fordblks</c>, <c>keepcost</c>).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MallInfo
    {
        public readonly nuint Arena;
        public readonly nuint FreeChunks;
        public readonly nuint FastBins;
        public readonly nuint Maps;
        public readonly nuint UsedInMaps;
        public readonly nuint Unused;
        public readonly nuint FreeInFastBins;
        public readonly nuint UsedInArenas;
        public readonly nuint FreeInArenas;
        public readonly nuint Trimmable;
    }
}

using System.Diagnostics;
using System.Globalization;
using CodegenBert.Tests.Runtime;

namespace CodegenBert.Tests.Fuzzing;

/// <summary>
/// Mutated files of one kind, read one after the other. A file may be accepted or refused with a typed exception; anything else is a fault: another exception,
/// memory beyond what follows from the file's size, a file that takes longer than <see cref="Longest"/>.
/// </summary>
internal sealed class FuzzRun(FuzzTarget target)
{
    /// <summary>Managed memory that reading may take for each byte of the file, beside <see cref="FuzzTarget.FixedBytes"/>: JSON's nodes and the objects made of them, a pickle's values.</summary>
    public const int BytesPerByte = 32;

    /// <summary>What the address space's peak may grow by in one reading.</summary>
    public const long NativeBytes = 256 << 20;

    /// <summary>What native memory may have grown by when all are read and let go.</summary>
    public const long LeakedBytes = 8 << 20;

    /// <summary>The processor's time that a file may take: no more than a hang's proof, machines being slow at times.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private long _ticksBefore; // of the processor's time, before the file
    private int _seed;

    /// <summary>Reads so many files, the first that of the seed.</summary>
    /// <param name="folder">An empty folder; after a crash it has the last file.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The first.</param>
    public FuzzOutcome Read(string folder, int count, int seed)
    {
        FuzzSeed[] seeds = [.. target.Prepare(folder)];
        var outcome = new FuzzOutcome(target.Name);
        foreach (FuzzSeed each in seeds)
        {
            File.WriteAllBytes(each.Path, each.Around(each.Original));
            target.Load(each.Path); // a seed that is not valid would test nothing
        }

        long native = NativeMemory.Allocated();
        _ticksBefore = Environment.CpuUsage.TotalTime.Ticks;
        var reading = new Thread(() =>
        {
            for (_seed = seed; _seed < seed + count; _seed++)
            {
                ReadOne(seeds, outcome);
            }
        }) { IsBackground = true };
        reading.Start();
        while (!reading.Join(TimeSpan.FromSeconds(0.2)))
        {
            if (Environment.CpuUsage.TotalTime.Ticks - Volatile.Read(ref _ticksBefore) > Longest.Ticks)
            {
                outcome.Faults.Add($"seed {_seed}: no end after {Longest.TotalSeconds} s of the processor's time");
                return outcome;
            }
        }

        long leaked = NativeMemory.Allocated() - native;
        if (leaked > LeakedBytes)
        {
            outcome.Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{leaked:N0} bytes of native memory are left after all"));
        }

        return outcome;
    }

    /// <summary>The file of a seed.</summary>
    public static (FuzzSeed Seed, byte[] Bytes) FileOf(FuzzSeed[] seeds, int seed)
    {
        var random = new Random(seed);
        FuzzSeed chosen = seeds[random.Next(seeds.Length)];
        return (chosen, chosen.Around(ByteMutator.Mutate(chosen.Original, random)));
    }

    private void ReadOne(FuzzSeed[] seeds, FuzzOutcome outcome)
    {
        (FuzzSeed chosen, byte[] bytes) = FileOf(seeds, _seed);
        File.WriteAllBytes(chosen.Path, bytes);
        long peak = AddressSpacePeak(), managed = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _ticksBefore, Environment.CpuUsage.TotalTime.Ticks);
        long started = Stopwatch.GetTimestamp();
        bool accepted = false;
        string? fault = null;
        try
        {
            target.Load(chosen.Path);
            accepted = true;
        }
        catch (CodegenBertException)
        {
        }
#pragma warning disable CA1031 // every other exception is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = $"{e.GetType().Name}: {e.Message.Split('\n')[0]} {OwnFrame(e)}";
        }

        TimeSpan time = Stopwatch.GetElapsedTime(started);
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        long grown = AddressSpacePeak() - peak;
        outcome.Add(accepted, refused: !accepted && fault is null, time, (double)managed / Bound(bytes));
        fault ??= managed > Bound(bytes) ? $"{managed} bytes of managed memory for a file of {bytes.Length}"
            : grown > NativeBytes ? $"{grown} bytes of address space for a file of {bytes.Length}"
            : null;
        if (fault is not null)
        {
            outcome.Faults.Add($"seed {_seed}: {fault}");
        }
    }

    private long Bound(byte[] file) => target.FixedBytes + (BytesPerByte * (long)file.Length);

    private static string? OwnFrame(Exception e) => e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("CodegenBert", StringComparison.Ordinal))?.Trim();

    /// <summary>Linux's <c>VmPeak</c> in bytes; elsewhere 0, and native memory is not watched.</summary>
    private static long AddressSpacePeak()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmPeak:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmPeak:".Length, line.Length - "VmPeak:".Length - " kB".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}

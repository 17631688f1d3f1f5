using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies an ELF library and marks one entry of its version needs (section .gnu.version_r, see the Linux Standard Base,
/// "Symbol Versioning") as weak, so that the loader accepts a system library that lacks the version.
/// A file that is not ELF64 little-endian, or does not have the entry, is copied as it is. Compiled by MSBuild, not part of the library.
/// </summary>
public sealed class CodegenBertWeakenVersionNeed : Task
{
    private const uint VersionNeedSection = 0x6ffffffe; // SHT_GNU_verneed
    private const byte WeakFlag = 2;                    // VER_FLG_WEAK

    [Required]
    public string Source { get; set; }

    [Required]
    public string Destination { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        byte[] elf = File.ReadAllBytes(Source);
        if (Weaken(elf))
        {
            Log.LogMessage(MessageImportance.Normal, "CodegenBert: {0} is a weak need in {1}", Version, Destination);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        string written = Destination + ".tmp";
        File.WriteAllBytes(written, elf);
        File.Delete(Destination);
        File.Move(written, Destination);
        return true;
    }

    private bool Weaken(byte[] elf)
    {
        bool elf64LittleEndian = elf.Length > 64 && elf[0] == 0x7f && elf[1] == 'E' && elf[2] == 'L' && elf[3] == 'F' && elf[4] == 2 && elf[5] == 1;
        if (!elf64LittleEndian)
        {
            return false;
        }

        bool changed = false;
        long sections = BitConverter.ToInt64(elf, 0x28);
        int sectionSize = BitConverter.ToUInt16(elf, 0x3a), sectionCount = BitConverter.ToUInt16(elf, 0x3c);
        for (int i = 0; i < sectionCount; i++)
        {
            int section = (int)(sections + (long)i * sectionSize);
            if (BitConverter.ToUInt32(elf, section + 4) != VersionNeedSection)
            {
                continue;
            }

            int need = (int)BitConverter.ToInt64(elf, section + 24);
            uint link = BitConverter.ToUInt32(elf, section + 40);
            int names = (int)BitConverter.ToInt64(elf, (int)(sections + link * sectionSize) + 24);
            for (uint next = 1; next != 0; need += (int)next)
            {
                changed |= WeakenAuxiliaries(elf, need, names);
                next = BitConverter.ToUInt32(elf, need + 12);
            }
        }

        return changed;
    }

    private bool WeakenAuxiliaries(byte[] elf, int need, int names)
    {
        bool changed = false;
        int count = BitConverter.ToUInt16(elf, need + 2);
        int auxiliary = need + (int)BitConverter.ToUInt32(elf, need + 8);
        for (int k = 0; k < count; k++)
        {
            int name = names + (int)BitConverter.ToUInt32(elf, auxiliary + 8);
            int end = Array.IndexOf(elf, (byte)0, name);
            if (Encoding.ASCII.GetString(elf, name, end - name) == Version && (elf[auxiliary + 4] & WeakFlag) == 0)
            {
                elf[auxiliary + 4] |= WeakFlag;
                changed = true;
            }

            auxiliary += (int)BitConverter.ToUInt32(elf, auxiliary + 12);
        }

        return changed;
    }
}

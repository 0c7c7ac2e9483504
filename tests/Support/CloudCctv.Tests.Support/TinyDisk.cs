using System.Diagnostics;

namespace CloudCctv.Tests.Support;

/// <summary>A real file system of a few megabytes (tmpfs), to be filled, made read-only and emptied. Unmounted at the end.</summary>
public sealed class TinyDisk : IDisposable
{
    private readonly TempFolder folder = new();

    private TinyDisk()
    {
    }

    public string Path => folder.Path;

    /// <returns>Null where mounting is not allowed: tests skip then.</returns>
    public static TinyDisk? TryMount(int megabytes)
    {
        var disk = new TinyDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) == 0)
        {
            return disk;
        }

        disk.folder.Dispose();
        return null;
    }

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var filler = new FileStream(folder.File("filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full: as wanted.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Empty() => File.Delete(folder.File("filler"));

    public void MakeReadOnly() => Remount("ro");

    public void MakeWritable() => Remount("rw");

    public void Dispose()
    {
        // Lazily: a process that is just ending may still have a file open.
        Run("umount", "-l", Path);
        folder.Dispose();
    }

    // The kernel refuses while a file is open for writing somewhere; a card that fails does not ask, which cannot be had here.
    private void Remount(string how)
    {
        if (Run("mount", "-o", $"remount,{how}", Path) != 0)
        {
            throw new InvalidOperationException($"'{Path}' could not be remounted {how}.");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}

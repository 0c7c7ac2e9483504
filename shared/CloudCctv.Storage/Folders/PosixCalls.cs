using System.Runtime.InteropServices;

namespace CloudCctv.Storage.Folders;

/// <summary>
/// What the base class library lacks. <c>File.Move(overwrite: false)</c> is no substitute: on Unix it looks whether the
/// target exists and then renames (seen with strace on .NET 10), so two racing writers can both succeed.
/// </summary>
internal static partial class PosixCalls
{
    private const int NoSuchEntry = 2;
    private const int Exists = 17;
    private const int Invalid = 22;
    private static readonly int NameTooLong = OperatingSystem.IsMacOS() ? 63 : 36;
    private const int NotImplemented = 38;
    private const int CurrentFolder = -100;
    private const uint NoReplace = 1;
    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>Gives a file its name if nothing has that name yet; atomic over processes.</summary>
    /// <returns>False if the name is taken.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder of the target is not there.</exception>
    public static bool TryMoveNew(string source, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMoveNewOnWindows(source, target);
        }

        // NFS refuses the flag and macOS lacks the call; hard links do the same there, in two steps.
        return OperatingSystem.IsLinux() && TryRenameNoReplace(source, target) is { } moved
            ? moved
            : TryLink(source, target);
    }

    /// <summary>Makes names in a folder survive a power cut. Linux only: Windows and macOS order these writes by themselves.</summary>
    public static void SyncFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var folder = Open(path, ReadOnlyCloseOnExec);
        if (folder < 0)
        {
            throw Fault(Marshal.GetLastPInvokeError(), path);
        }

        try
        {
            // EINVAL: a file system (some FUSE mounts) that has nothing to sync for folders.
            if (FSync(folder) != 0 && Marshal.GetLastPInvokeError() is not Invalid and var error)
            {
                throw Fault(error, path);
            }
        }
        finally
        {
            _ = Close(folder);
        }
    }

    private static bool? TryRenameNoReplace(string source, string target)
    {
        try
        {
            if (RenameAt2(CurrentFolder, source, CurrentFolder, target, NoReplace) == 0)
            {
                return true;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // An older musl.
            return null;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            Invalid or NotImplemented => null,
            var error => throw Fault(error, target),
        };
    }

    internal static bool TryLink(string source, string target)
    {
        if (Link(source, target) == 0)
        {
            File.Delete(source);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw Fault(error, target);
    }

    private static bool TryMoveNewOnWindows(string source, string target)
    {
        try
        {
            // Atomic here: MoveFileEx without MOVEFILE_REPLACE_EXISTING.
            File.Move(source, target, overwrite: false);
            return true;
        }
        catch (IOException) when (Path.Exists(target))
        {
            return false;
        }
    }

    private static IOException Fault(int error, string path)
    {
        var message = $"{Marshal.GetPInvokeErrorMessage(error)}: {path}";
        return error switch
        {
            NoSuchEntry => new DirectoryNotFoundException(message),
            _ when error == NameTooLong => new PathTooLongException(message),
            _ => new IOException(message, error),
        };
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int sourceFolder, string source, int targetFolder, string target, uint flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}

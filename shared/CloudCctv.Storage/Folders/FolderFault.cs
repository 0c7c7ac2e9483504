namespace CloudCctv.Storage.Folders;

/// <summary>What goes wrong on a disk, as the caller of a store sees it.</summary>
internal static class FolderFault
{
    /// <summary>Null for exceptions that are not the disk's.</summary>
    public static StoreException? Of(Exception exception, string path) => exception switch
    {
        PathTooLongException => new StoreRejectedException($"'{path}' is too long for this file system.", exception),
        // Disk full, disk gone, no permission: none of it is the fault of what was to be stored.
        IOException or UnauthorizedAccessException =>
            new StoreUnreachableException($"'{path}': {exception.Message}", exception) { AccessDenied = exception is UnauthorizedAccessException },
        _ => null,
    };

    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Of(e, path) is { } fault)
        {
            throw fault;
        }
    }

    public static async Task<T> GuardAsync<T>(string path, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (Of(e, path) is { } fault)
        {
            throw fault;
        }
    }
}

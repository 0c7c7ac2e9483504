namespace CloudCctv.Gallery.Layout;

/// <param name="Page">From 1.</param>
/// <param name="Pages">At least 1.</param>
/// <param name="Skip">Items before this page.</param>
public readonly record struct Paging(int Page, int Pages, int Skip)
{
    /// <param name="items">How many there are.</param>
    /// <param name="size">How many go on one page.</param>
    /// <param name="wanted">From an address, so it may be anything.</param>
    public static Paging For(int items, int size, int wanted)
    {
        var pages = Math.Max(1, (items + size - 1) / size);
        var page = Math.Clamp(wanted, 1, pages);
        return new Paging(page, pages, (page - 1) * size);
    }
}

using CloudCctv.Gallery.Days;

namespace CloudCctv.Gallery.Tests.Days;

public sealed class DayShelfTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    private readonly DayShelf<int[]> shelf = new(100);

    [Fact]
    public void Days_of_few_events_are_kept_and_the_latest_of_each()
    {
        Keep(Day, 30);
        Keep(Day.AddDays(1), 40);
        for (var again = 31; again <= 50; again++)
        {
            Keep(Day, again);
        }

        Assert.Equal((50, 40), (shelf.Find(Day)?.Length, shelf.Find(Day.AddDays(1))?.Length));
    }

    [Fact]
    public void More_events_than_it_may_hold_and_it_starts_anew()
    {
        for (var day = 0; day < 400; day++)
        {
            Keep(Day.AddDays(day), 33);

            Assert.Equal(33, shelf.Find(Day.AddDays(day))?.Length);
            Assert.InRange(Enumerable.Range(0, 400).Sum(one => shelf.Find(Day.AddDays(one))?.Length ?? 0), 33, 99);
        }
    }

    [Fact]
    public void Day_of_more_events_than_it_may_hold_is_not_kept()
    {
        Keep(Day, 5);
        Keep(Day, 100);

        Assert.Null(shelf.Find(Day));
    }

    private void Keep(DateOnly day, int events) => shelf.Keep(day, new int[events], events);
}

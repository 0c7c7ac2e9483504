using CloudCctv.Analysis.Alerts;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tests.Support;

internal static class Messages
{
    public static AlertMessage Sample(string label = "person", bool late = false, bool withPreview = true)
    {
        var eventName = new EventName("farm", "gate", BatchMaker.EventStart, "4k7x9m2q");
        var alert = new Alert
        {
            Event = eventName,
            BestFrame = new FrameName(2, BatchMaker.EventStart.AddSeconds(1)),
            Time = BatchMaker.EventStart.AddSeconds(1),
            Label = label,
            Score = 0.87,
            People = 2,
            Late = late,
        };
        return new AlertMessage(alert, alert.Text(TimeZoneInfo.Utc), new Uri(new Uri("https://cctv.example.org"), alert.Link), withPreview ? Picture.WithPerson() : []);
    }
}

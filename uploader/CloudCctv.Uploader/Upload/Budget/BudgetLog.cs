using CloudCctv.Contracts.Health;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Upload.Budget;

internal static partial class BudgetLog
{
    [LoggerMessage(44, LogLevel.Warning, "{Camera}: {UsedMb} of {BudgetMb} MB of this month are used; from now on: {Stage}")]
    public static partial void StageChanged(this ILogger logger, string camera, long usedMb, long budgetMb, DataStage stage);

    [LoggerMessage(45, LogLevel.Error, "bytes of this month cannot be written down ({Reason}); counting goes on in memory")]
    public static partial void CountUnwritable(this ILogger logger, string reason);
}

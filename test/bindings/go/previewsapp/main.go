package main

import (
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

func main() {
	defer jsii.Close()

	policy := ecr.LifecyclePolicy_Of(
		ecr.LifecycleRule_Protect(jsii.String("v*"), nil),
		ecr.LifecycleRule_ExpireAfter(awscdk.Duration_Days(jsii.Number(14)), ecr.ImageSelection_Untagged(), nil),
		ecr.LifecycleRule_KeepLatest(jsii.Number(20), ecr.ImageSelection_Any(), nil),
	)
	now := time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)
	images := ecr.ImageInventory_FromFile(jsii.String(os.Getenv("ECR_IMAGES")))
	forecast := policy.Forecast(images, &ecr.ForecastOptions{
		Now:          &now,
		Days:         jsii.Number(60),
		PushesPerDay: &map[string]*float64{"untagged": jsii.Number(2.5)},
	})
	inventory := ecr.Inventory_FromDirectory(jsii.String(os.Getenv("ECR_INVENTORY")))
	fleet := ecr.FleetPreview_Of(policy, inventory, &ecr.FleetPreviewOptions{Now: &now, Current: jsii.Bool(true)})

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Previews"), nil)
	output := func(name string, value *string) {
		awscdk.NewCfnOutput(stack, jsii.String(name), &awscdk.CfnOutputProps{Value: value})
	}
	number := func(value float64) *string { return jsii.String(strconv.FormatInt(int64(value), 10)) }
	days := *forecast.Days()
	families := []string{}
	for _, family := range *forecast.Families() {
		families = append(families, *family.Name)
	}
	assumptions := []string{}
	for _, sentence := range *forecast.Assumptions() {
		assumptions = append(assumptions, *sentence)
	}
	output("Preview", policy.Preview(images, &ecr.PreviewOptions{Now: &now}).Summary())
	output("Forecast", forecast.Summary())
	output("Days", number(float64(len(days))))
	output("LastDay", number(*days[60].LeastSizeInBytes))
	output("Families", jsii.String(strings.Join(families, " ")))
	output("Assumptions", jsii.String(strings.Join(assumptions, " ")))
	output("Fleet", fleet.ToCsv())
	output("FleetImages", number(*fleet.Totals().ImageCount))
	app.Synth(nil)
}

// Package companydefaults holds what every repository of the company begins with.
package companydefaults

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

type injector struct{}

// New returns the company's defaults; an app that says otherwise has its way.
func New() awscdk.IPropertyInjector {
	return &injector{}
}

func (*injector) ConstructUniqueId() *string {
	return ecr.SecureRepository_PROPERTY_INJECTION_ID()
}

func (*injector) Inject(originalProps interface{}, _ *awscdk.InjectionContext) interface{} {
	// the names of the properties are those of TypeScript here; without any there is no map
	props := map[string]interface{}{
		"lifecyclePolicy": ecr.LifecyclePolicy_KeepLatest(jsii.Number(20), &ecr.KeepLatestOptions{
			ProtectedTags: jsii.Strings("release-*"),
		}),
	}
	given, _ := originalProps.(map[string]interface{})
	for name, value := range given {
		props[name] = unchanged(value)
	}
	return props
}

// wire is JSON as the jsii runtime has sent it.
type wire string

func (w wire) MarshalJSON() ([]byte, error) {
	return []byte(w), nil
}

// unchanged sends a value back as it came: the runtime for Go hands over objects and enums as maps, and would send them back as maps.
func unchanged(value interface{}) interface{} {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return wire(text)
}

// Package companydefaults holds the defaults of a company for every repository.
package companydefaults

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	ecr "github.com/cdk-secure-repository/cdk-secure-repository-go/cdksecurerepository"
)

type injector struct{}

// New returns the company's defaults. A value that an app passes replaces the default; nil does not.
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
		if value != nil {
			props[name] = unchanged(value)
		}
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
